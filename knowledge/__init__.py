"""Documents → passages → evidence → answer."""
