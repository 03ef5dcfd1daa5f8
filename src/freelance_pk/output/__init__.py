"""Terminal, workbook, JSON, CSV, Markdown: renders results, computes nothing."""
