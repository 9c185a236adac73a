"""Papers and drafts as faces and pages."""
