"""What types tell: members and how they are written, where links are, how a value is shown."""
