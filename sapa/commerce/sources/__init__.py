"""Where orders come from besides files: one folder for each kind of sender."""
