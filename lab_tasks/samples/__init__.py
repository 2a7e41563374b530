"""Sample workspaces: a Day solved and a Day only begun, made from what its author wrote."""
