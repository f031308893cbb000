"""Who may do what with the tables of the exchange. The gateway takes in and receipts; the worker sends and opens."""

GRANTS = {
    "exchange_outgoing": {
        "desk": "select insert update",
        "gateway": "select update",
        "worker": "select insert update",
    },
    "exchange_incoming": {"desk": "select update", "gateway": "select insert", "worker": "select update"},
    "exchange_parcel": {"desk": "select", "gateway": "select", "worker": "select insert"},
    "exchange_awaited": {"desk": "select", "worker": "select insert update"},
    "exchange_receipt": {
        "desk": "select insert",
        "gateway": "select insert",
        "worker": "select insert",
        "notary": "select insert",
    },
    "exchange_receiptdelivery": {"desk": "select insert", "worker": "select update", "notary": "insert"},
    "exchange_counterpart": {
        "desk": "select update",
        "gateway": "select",
        "worker": "select insert update",
    },
    "exchange_trustchange": {"desk": "select insert update", "gateway": "select", "worker": "select"},
    "exchange_httpnonce": {"gateway": "insert", "worker": "select delete"},
    "exchange_directorystate": {"desk": "select", "gateway": "select", "worker": "select insert update"},
}
