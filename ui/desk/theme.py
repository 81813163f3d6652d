"""The look that gradio's own parts share with the desk: one sober palette, one font that has every letter of the four languages."""

import gradio as gr

# Of the fonts gradio brings along, this one in these two weights has the Polish letters; the others would mix two fonts in a word.
FONT = gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700))


def desk_theme() -> gr.themes.Base:
    """Monochrome (no contrast fault of its own) with the desk's surfaces."""
    return gr.themes.Monochrome(
        font=(FONT, "system-ui", "sans-serif"),
        neutral_hue="slate",
        radius_size="md",
    ).set(
        layout_gap="0px",
        block_padding="0px",
        body_background_fill="#f3f5f7",
        body_background_fill_dark="#0f1419",
        body_text_color="#17202b",
        body_text_color_dark="#e7ebf0",
        body_text_color_subdued="#526070",
        body_text_color_subdued_dark="#a3afbe",
    )
