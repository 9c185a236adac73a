"""Collectors: public data brought home page by page, every record kept raw with its hash."""
