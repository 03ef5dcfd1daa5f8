"""The assessment: slabs, final tax, minimum tax, credits, alternatives."""
