"""The caseworker's desk: who is waiting, who has them, and what was done, as pages for a browser or a phone."""
