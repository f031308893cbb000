"""Cases: what an inquiry is opened on; holds reports, facts, requests and evidence, and says who may work on it."""
