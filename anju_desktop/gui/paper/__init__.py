"""The form as the paper looks, editable in place: model, view, editor, cell bar, preview."""
