"""The editor's pages of the console: the inbox of questions, and guides from draft to force."""
