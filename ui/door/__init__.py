"""Who may come in: users and passwords, signed sessions, and what a request may ask for."""
