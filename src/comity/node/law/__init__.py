"""The law book for everybody: what it holds, how complete it is, where laws differ; shown at the portal and at the desk."""
