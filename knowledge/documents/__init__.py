"""Papers (서류): what to bring, where to get it, and drafts of applications."""
