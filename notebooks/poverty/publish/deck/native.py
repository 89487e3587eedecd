def add_native_charts(slide, chart, contexts, lang, box):
    return []
