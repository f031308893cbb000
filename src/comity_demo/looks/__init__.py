"""What must be seen before and after a step of the case, looked up on pages and with the verifying commands."""
