"""What a Course must keep beyond being loadable: one module a subject, each yields Findings."""
