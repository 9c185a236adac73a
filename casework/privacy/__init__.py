"""Privacy: what must never be kept is taken out before anything is logged, stored, indexed or sent on."""
