"""What the form of a dimension or element holds, and the tree of dimensions with what was typed in it."""

from dataclasses import dataclass, replace

from ...costs.descriptions.document_types import document_types
from ...costs.dimensions.changes import (
    Action,
    add_dimension,
    add_element,
    add_subdimension,
    change_type,
    rename,
    set_account,
    set_inactive,
    set_name,
    set_required,
    set_used_on,
)
from ...costs.dimensions.nodes import PICK_DICTIONARIES, Element, Type
from ...costs.dimensions.tree import Dimensions
from ...costs.dimensions.use import Use, follow_rename
from ...i18n import N_, _
from ...ledger import Ledger
from ...ledger.cost_tables import DICTIONARIES

ITEM_TITLES = {
    **PICK_DICTIONARIES,
    "account": N_("Account"),
    "goods_group": N_("Goods group"),
}
"""The dictionaries whose items are described."""


@dataclass(frozen=True)
class Fields:
    """The fields of the form; those that a place does not have are as here."""

    code: str = ""
    name: str = ""
    type: Type = "descriptive"
    dictionary: str | None = None
    narrowed_to: str = ""
    required: bool = False
    inactive: bool = False
    account: str = ""
    used_on: tuple[str, ...] = ()


def fields_of(tree: Dimensions, path: str) -> Fields:
    """The fields of a dimension, sub-dimension or element."""
    node = tree.at(path)
    if isinstance(node, Element):
        return Fields(code=node.code, name=node.name or "", account=node.account or "", inactive=node.inactive)
    return Fields(
        code=node.code,
        name=node.name or "",
        type=node.type,
        dictionary=node.dictionary,
        narrowed_to=node.narrowed_to or "",
        required=node.required,
        inactive=node.inactive,
        used_on=node.used_on,
    )


def added(ledger: Ledger, tree: Dimensions, action: Action, parent: str, fields: Fields) -> tuple[Ledger, str]:
    """The books with one more place in the tree, and its path. DescriptionError for what a rule refuses."""
    pick = {"dictionary": fields.dictionary, "narrowed_to": fields.narrowed_to or None}
    if action == "add_element":
        new = add_element(tree, parent, fields.code, fields.name, fields.account)
    elif action == "add_subdimension":
        new = add_subdimension(tree, parent, fields.code, fields.name, fields.type, **pick)
    else:
        new = add_dimension(
            tree, fields.code, fields.name, fields.type, **pick, required=fields.required, used_on=fields.used_on
        )
    path = next(iter({*new.nodes, *new.leaves} - {*tree.nodes, *tree.leaves}))
    if fields.inactive:
        new = set_inactive(new, path, True)
    return with_tree(ledger, new), path


def edited(ledger: Ledger, tree: Dimensions, path: str, fields: Fields, use: Use) -> tuple[Ledger, str]:
    """The books with the place as it was typed, and its path, which follows its code; where that changes, descriptions and keys
    follow (A-022). DescriptionError for what a rule refuses."""
    was, is_element = fields_of(tree, path), path in tree.leaves
    new = set_name(tree, path, fields.name)
    if is_element:
        new = set_account(new, path, fields.account)
    else:
        pick = {"dictionary": fields.dictionary, "narrowed_to": fields.narrowed_to or None}
        new = change_type(new, path, fields.type, use, **pick)
        if "/" not in path:
            new = set_used_on(set_required(new, path, fields.required), path, fields.used_on)
    if fields.inactive != was.inactive:
        new = set_inactive(new, path, fields.inactive)
    renamed = rename(new, path, fields.code, use)
    moved = {*renamed.nodes, *renamed.leaves} - {*new.nodes, *new.leaves}
    place = min(moved, key=len) if moved else path
    followed = follow_rename(ledger, path, place) if moved else ledger
    return with_tree(followed, renamed), place


def with_tree(ledger: Ledger, tree: Dimensions) -> Ledger:
    """The books with this tree of dimensions."""
    return replace(ledger, dimensions=tree.dimensions, elements=tree.elements)


def uses() -> dict[str, str]:
    """What a dimension may be ticked for: code by title (A-030)."""
    types = {of.title: code for code, of in document_types().items()}
    return types | {_("Dictionary: {name}").format(name=_(ITEM_TITLES[code])): code for code in DICTIONARIES}


def narrowings(ledger: Ledger, type_: Type, dictionary: str | None) -> list[str]:
    """What the pick list of a dimension may be narrowed to (A-026 to A-028)."""
    if type_ == "accounts":
        return list(ledger.accounts["account"])
    if type_ == "category":
        return list(ledger.categories["category"])
    if type_ == "dictionary" and dictionary == "goods":
        return list(ledger.goods["goods_id"])
    if type_ == "dictionary":
        return list(ledger.parties.loc[(ledger.parties["kind"] == dictionary).to_numpy(), "party_id"])
    return []
