"""The site of a programme: a store of sealed charts, people, and the acts between them."""
