"""The place *Figures*: a desk's own counts, unsuppressed, and the publishing of those with small cells hidden."""
