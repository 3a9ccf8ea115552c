"""Where things stand in a picture: pure geometry, which templates and documents draw."""
