"""The check code of a final form: made of its data, printed on its pages, typed from them again."""
