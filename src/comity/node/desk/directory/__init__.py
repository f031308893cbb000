"""Pages of the desk: who can be asked, who is trusted, who is on duty."""
