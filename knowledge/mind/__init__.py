"""마음 살피기: a short check-in that leads to services; it measures nothing."""
