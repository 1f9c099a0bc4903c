"""One file for each way to put a slip on paper."""
