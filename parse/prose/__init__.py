"""What a document says of itself and in words: title, organ, year, dates, sections; whether it is a report."""
