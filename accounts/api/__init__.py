"""What the API tells of people and takes from them."""
