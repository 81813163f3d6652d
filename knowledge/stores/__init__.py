"""Where vectors of passages are kept and compared; every store answers alike."""
