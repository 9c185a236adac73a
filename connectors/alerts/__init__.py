"""Alerts going out to on-call caseworkers: one sender per file, one Pusher that picks by the kind of route."""
