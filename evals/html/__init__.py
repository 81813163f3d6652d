"""The report of a run as one HTML file that opens by double click and asks nobody for anything."""
