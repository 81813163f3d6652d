"""The reply desk: one page an agent works on, in every language; the only home of gradio."""
