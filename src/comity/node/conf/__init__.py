"""How the parts are put together: doors, settings, addresses, grants. The only room that knows all others."""
