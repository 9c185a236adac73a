"""What 이음 knows: guides as files, their index, search over them, and answers that cite them."""
