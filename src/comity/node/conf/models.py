"""No table. Django tells only apps that have this module when migrations have run (see ``apps``)."""
