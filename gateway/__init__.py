"""The running process: settings, the turn as a list of steps, the app, the command line."""
