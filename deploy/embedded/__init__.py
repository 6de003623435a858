"""The servers of the embedded run and of the tests: PostgreSQL, an S3 object store, and a RabbitMQ node of one's own.

Each is a manager with `start()` and `stop()` over one folder. What a manager starts never outlives the process that
started it, however that ends; what is in the folder does.
"""
