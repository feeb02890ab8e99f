"""The two halves of the registry fit: every kind of document has a face, every face a kind, and they agree."""

import pytest

from desktop.documents.faces import FACES, IN_FORM, KIND_NAMES, PAPERS, SHORT_NAMES, listed_on
from desktop.labels import NAMES
from desktop.printing.columns import KINDS as COLUMN_KINDS
from desktop.printing.label_names import KINDS as LINE_NAMES
from desktop.printing.overlay import COLUMNS, FIELDS
from domain.documents.kinds import DOCUMENTS, KINDS, NOTES, POSTING, SAID


def test_every_kind_has_a_face_and_every_face_a_kind():
    assert {*FACES} == {*KINDS}


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_a_face_is_worded_in_both_languages(face):
    pairs = [face.name, *([face.form.effect] if face.form else []), *([face.command.does] if face.command else [])]
    pairs += [face.paper.title, *face.paper.signers] if face.paper else []
    for chinese, english in pairs:
        assert chinese
        assert english.isascii()
        assert not chinese.isascii()
    assert bool(face.short[0]) == bool(face.short[1])


def test_no_two_kinds_are_called_the_same():
    for names in (KIND_NAMES, SHORT_NAMES, {kind: paper.title for kind, paper in PAPERS.items()}):
        for language in (0, 1):
            told = [pair[language] for pair in names.values()]
            assert len(set(told)) == len(told)


def test_what_posts_has_a_name_in_the_lines_of_a_statement():
    assert {*POSTING} <= {*SHORT_NAMES}
    for kind in POSTING:
        assert (LINE_NAMES["zh"][kind], LINE_NAMES["en"][kind]) == SHORT_NAMES[kind]


def test_the_form_offers_what_a_person_says_and_what_is_said_about_a_document_has_its_command():
    assert {*IN_FORM} == {*SAID} - {"money_receipt"}
    assert {kind for kind in IN_FORM if FACES[kind].command} == {*NOTES}
    words = [face.command.word for face in FACES.values() if face.command]
    assert len(set(words)) == len(words)
    for kind in IN_FORM:
        form = FACES[kind].form
        assert form is not None
        assert ("source" in form.asks) == (KINDS[kind].relation == "about")


def test_every_document_but_what_the_program_reckons_itself_stands_in_a_list():
    listed = {*listed_on("papers"), *listed_on("money")}
    assert {*DOCUMENTS} - listed == {"order", "rebate_settlement"}
    assert all(FACES[kind].place for kind in listed)


def test_paper_form_and_columns_of_a_kind_are_those_of_its_face():
    assert {*PAPERS} >= {"delivery", "return", "goods_receipt", "order", "money_receipt"}
    assert {*FIELDS} == {*COLUMNS} == {*PAPERS, "statement"}
    assert {*COLUMN_KINDS} == {"statement", "open_items", *(paper.like for paper in PAPERS.values())}
    assert PAPERS["order"].title == ("订货单", "Order")
    assert PAPERS["money_receipt"].title == ("收款收据", "Receipt")


def test_lists_of_names_are_the_faces():
    assert {kind: NAMES["kind"][kind] for kind in FACES} == KIND_NAMES
