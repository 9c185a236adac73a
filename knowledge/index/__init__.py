"""The index: an immutable snapshot of passages with a lexical and a dense half, swapped in while serving."""
