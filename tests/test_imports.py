"""Imports run one way, inside the rooms too: no file needs, however indirectly, a file that needs it."""

from graphlib import TopologicalSorter

import grimp

ROOMS = ("gig_lens", "voice", "assistant", "finance", "accounts", "kit", "ml_service", "telephone_rig")


def test_no_import_leads_back_to_where_it_began() -> None:
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True)
    TopologicalSorter({one: graph.find_modules_directly_imported_by(one) for one in graph.modules}).prepare()
