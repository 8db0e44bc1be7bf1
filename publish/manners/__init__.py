"""What wraps every answer, from the inside out: CSV guard, streamed tables, headers, compression, the queue for SQL, conditional answers."""
