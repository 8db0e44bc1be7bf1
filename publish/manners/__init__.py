"""What wraps every answer, from the inside out: CSV guard, headers, compression, the queue for SQL, conditional answers."""
