"""The small pattern language, the guards that silence a match, and fast matching of many patterns at once."""
