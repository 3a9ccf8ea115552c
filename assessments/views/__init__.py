"""What the site answers, one module for each noun."""
