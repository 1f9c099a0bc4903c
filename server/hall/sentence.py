"""Sentences that remember what they are made of, so that a page can say them in another language."""

from collections.abc import Mapping

from server.hall.plan import name_in


class Sentence(str):
    """English text that keeps its `template` and `values`; a value that is a name is said in each language."""

    template: str
    values: Mapping[str, object]

    def again(self, template: str, language: str) -> str:
        """The same sentence after `template`, its own one translated, with names in `language`."""
        return _filled(template, self.values, language)


def says(template: str, **values: object) -> Sentence:
    """The sentence of a template: `says("no such group: {group}", group="people")`."""
    made = Sentence(_filled(template, values, "en"))
    made.template, made.values = template, values
    return made


def _filled(template: str, values: Mapping[str, object], language: str) -> str:
    said = {
        key: name_in(value, language) if isinstance(value, Mapping) else value
        for key, value in values.items()
    }
    return template.format(**said) if said else template
