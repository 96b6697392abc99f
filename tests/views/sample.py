"""The Welsh landscape by hand: about 55 nodes and 120 relations, as the projection would deliver them."""

from __future__ import annotations

import networkx as nx

_WEB = {"source_id": "gpcc-web", "source": "Collaboration page of the Gwent PCC", "date": "[2023-01..]"}
_REPORT = {"source_id": "gp-2021-11", "source": "Gwent Police collaboration update", "date": "2021-11-24"}
_KNOWN = {"source_id": "general", "source": "General knowledge", "date": ""}

_WORDS = {
    "hasParticipant": "has participant", "resourcedBy": "is resourced by", "launchedBy": "was launched by",
    "governedBy": "is governed by", "reportsTo": "reports to", "hostedBy": "is hosted by", "serves": "serves",
    "managedBy": "is managed by", "hasParty": "has party", "maintains": "maintains", "delivers": "delivers",
    "hasPart": "has part", "hasMember": "has member", "underAgreement": "is under", "supportedBy": "is supported by",
    "benefitsReportedTo": "reports benefits to", "riskManagedBy": "has its risk managed by", "replaces": "replaces",
    "ownedBy": "is owned by", "scrutinisedBy": "is scrutinised by",
}  # fmt: skip
_KIND_LABELS = {
    "board": "Governance board", "board-kind": "Boards named only by kind", "arrangement": "Collaboration",
    "service": "Service or system", "force": "Police force", "policing-body": "Policing body",
    "agency": "Other public body", "grouping": "Group of forces", "agreement": "Agreement", "other": "Other",
}  # fmt: skip

_NODES = {
    "board": {
        "all-wales-collaboration-board": "All Wales Collaboration Board",
        "policing-in-wales-board": "Policing in Wales Board",
        "all-wales-productivity-efficiency-board": "All Wales Productivity and Efficiency Board",
        "chief-constables-council": "Chief Constables Council",
        "crc-management-board": "Cyber Resilience Centre Management Board",
        "nrpg": "National Programme Resourcing Group",
        "digital-delivery-group": "Digital Delivery Group",
        "productivity-efficiency-group": "Productivity and Efficiency Group",
    },
    "board-kind": {
        "governance-boards": "Governance boards (unnamed)",
        "oversight-boards": "Oversight boards (unnamed)",
        "joint-collaboration-boards": "Joint collaboration boards (unnamed)",
        "business-operational-boards": "Business and operational boards (unnamed)",
    },
    "arrangement": {
        "tarian": "Tarian Regional Organised Crime Unit",
        "ctp-wales": "Counter Terrorism Policing Wales",
        "wectu": "Wales Extremism and Counter Terrorism Unit",
        "jfu": "Joint Firearms Unit",
        "jls": "Joint Legal Services",
        "jsiu": "Joint Scientific Investigation Unit",
        "jps": "Joint Procurement Services",
        "gwent-south-wales-air-support": "Gwent and South Wales air support",
        "forensic-procurement-collaboration": "Forensic procurement collaboration",
        "srs": "Shared Resource Service",
        "surveillance-operations-service": "Surveillance Operations Service",
        "dsd": "Digital Services Division",
        "people-od-group": "Wales People and Organisational Development Group",
        "wscc": "West and South Coast Forensics Consortium",
        "ccp": "Child Centred Policing",
        "dcc-regional-performance-group": "DCC Regional Performance Group",
        "sustainability-wales": "Sustainability programme",
        "sarc-regionalisation": "SARC Regionalisation Programme",
        "crc": "Cyber Resilience Centre",
        "pension-hub": "Joint Pension Hub",
        "npas": "National Police Air Service",
    },
    "service": {
        "nas": "National ANPR Service",
        "fcin": "Forensic Collision Investigation Network",
        "caid": "Child Abuse Image Database",
        "soh": "Single Online Home",
        "nleds": "National Law Enforcement Data Service",
        "pnc": "Police National Computer",
        "lecn": "Law Enforcement Community Network",
        "esn": "Emergency Services Network",
        "nep": "National Enabling Programme",
    },
    "agreement": {
        "surveillance-agreement": "Surveillance collaboration agreement",
    },
    "force": {
        "gwent-police": "Gwent Police",
        "south-wales-police": "South Wales Police",
        "dyfed-powys-police": "Dyfed-Powys Police",
        "north-wales-police": "North Wales Police",
        "avon-and-somerset-police": "Avon and Somerset Police",
    },
    "grouping": {"welsh-forces": "the four Welsh forces", "southern-welsh-forces": "the southern Welsh forces"},
    "policing-body": {
        "pcc-gwent": "PCC for Gwent",
        "pcc-south-wales": "PCC for South Wales",
        "pcc-dyfed-powys": "PCC for Dyfed-Powys",
        "pcc-north-wales": "PCC for North Wales",
        "gwent-police-authority": "Gwent Police Authority",
        "south-wales-police-authority": "South Wales Police Authority",
    },
    "agency": {
        "nhs-collaborative": "NHS Collaborative",
        "welsh-government": "Welsh Government",
        "hmrc": "HM Revenue and Customs",
        "cps": "Crown Prosecution Service",
        "torfaen-council": "Torfaen County Borough Council",
        "monmouthshire-council": "Monmouthshire County Council",
        "npcc": "National Police Chiefs' Council",
    },
}  # fmt: skip

_THREE = "gwent-police south-wales-police dyfed-powys-police"
_FOUR = _THREE + " north-wales-police"
_TWO = "gwent-police south-wales-police"
_AUTHORITIES = "gwent-police-authority south-wales-police-authority"
_SURVEILLANCE = "Surveillance Operations Service"
_UNITS = "tarian jfu jsiu jls jps dsd"
_SERVICES = _UNITS + " npas wectu"
_MONITORED = (
    "tarian wectu jfu jsiu jls jps dsd npas people-od-group wscc ccp dcc-regional-performance-group "
    "sustainability-wales sarc-regionalisation crc pension-hub"
)

# subject(s) | relation | object(s) | grade | modality | standing | source and item
_LINES = [
    ("tarian", "hasParticipant", _THREE, "stated", _REPORT, "4 SERVICES 2"),
    ("tarian", "launchedBy", _THREE, "stated", _WEB, "Tarian"),
    ("tarian", "resourcedBy", "southern-welsh-forces hmrc cps", "stated", _WEB, "Tarian"),
    ("southern-welsh-forces", "hasMember", _THREE, "inferred", _WEB, "Tarian"),
    ("welsh-forces", "hasMember", _FOUR, "inferred", _REPORT, "4 SERVICES 3"),
    ("wectu", "serves", "welsh-forces", "stated", _REPORT, "4 SERVICES 3"),
    ("ctp-wales", "serves", "gwent-police", "stated", _WEB, "Counter Terrorism Policing Wales"),
    ("jfu", "hasParticipant", _THREE, "stated", _WEB, "Joint Firearms Unit"),
    ("jsiu", "hasParticipant", _TWO, "stated", _REPORT, "4 SERVICES 5"),
    ("jsiu", "hasParticipant", "dyfed-powys-police", "contested", _WEB, "Joint Scientific Investigation Unit"),
    ("jls", "hasParticipant", _TWO, "stated", _REPORT, "4 SERVICES 6"),
    ("jls", "launchedBy", _AUTHORITIES, "stated", _WEB, "Joint Legal Services"),
    ("jps", "hasParticipant", _TWO, "stated", _REPORT, "4 SERVICES 7"),
    ("jps", "hasParticipant", "dyfed-powys-police", "contested", _WEB, "Procurement"),
    ("dsd", "hasParticipant", _TWO, "stated", _REPORT, "4 SERVICES 8"),
    ("gwent-south-wales-air-support", "hasParticipant", _TWO, "stated", _WEB, "Air Support"),
    ("npas", "hasParticipant", "gwent-police", "stated", _WEB, "Air Support"),
    ("npas", "replaces", "gwent-south-wales-air-support", "inferred", _WEB, "Air Support"),
    ("srs", "hasParticipant", "gwent-police", "stated", _WEB, "Shared Resource Service"),
    ("srs", "hasParticipant", "torfaen-council monmouthshire-council", "stated", _WEB, "Shared Resource Service"),
    ("srs", "supportedBy", "welsh-government", "stated", _WEB, "Shared Resource Service"),
    ("forensic-procurement-collaboration", "hasParticipant", "gwent-police", "inferred", _WEB, "Forensic Services"),
    ("surveillance-operations-service", "underAgreement", "surveillance-agreement", "stated", _WEB, _SURVEILLANCE),
    ("surveillance-agreement", "hasParty", "pcc-gwent pcc-south-wales", "inferred", _WEB, _SURVEILLANCE),
    ("wscc", "hostedBy", "dyfed-powys-police", "planned", _REPORT, "4 PROGRAMMES AND GROUPS 2"),
    ("wscc", "hostedBy", "avon-and-somerset-police", "stated", _REPORT, "4 PROGRAMMES AND GROUPS 2"),
    ("ccp", "hasParticipant", "welsh-forces", "stated", _REPORT, "4 PROGRAMMES AND GROUPS 3"),
    ("sustainability-wales", "serves", "welsh-forces", "inferred", _REPORT, "4 PROGRAMMES AND GROUPS 5"),
    ("pension-hub", "serves", "gwent-police", "inferred", _REPORT, "4 PROGRAMMES AND GROUPS 10"),
    ("people-od-group", "serves", "welsh-forces", "inferred", _REPORT, "4 PROGRAMMES AND GROUPS 1"),
    ("sarc-regionalisation", "ownedBy", "nhs-collaborative", "planned", _REPORT, "4 PROGRAMMES AND GROUPS 8"),
    ("crc", "governedBy", "crc-management-board", "stated", _REPORT, "4 PROGRAMMES AND GROUPS 9"),
    ("nleds nas", "governedBy", "digital-delivery-group", "planned", _REPORT, "4 PROGRAMMES AND GROUPS 6"),
    ("nep soh", "scrutinisedBy", "productivity-efficiency-group", "planned", _REPORT, "4 PROGRAMMES AND GROUPS 7"),
    ("nep", "managedBy", "dsd", "stated", _REPORT, "4 NATIONAL TECHNOLOGY 8"),
    ("esn", "governedBy", "nrpg", "inferred", _REPORT, "4 NATIONAL TECHNOLOGY 7"),
    ("nleds", "replaces", "pnc", "inferred", _REPORT, "4 NATIONAL TECHNOLOGY 5"),
    ("soh", "governedBy", "all-wales-collaboration-board", "proposed", _REPORT, "4 NATIONAL TECHNOLOGY 4"),
    (_MONITORED, "governedBy", "governance-boards", "class-level", _REPORT, "5.2"),
    ("governance-boards", "reportsTo", "all-wales-collaboration-board", "stated", _REPORT, "5.2"),
    ("business-operational-boards", "reportsTo", "chief-constables-council", "stated", _REPORT, "5.1"),
    (_SERVICES, "benefitsReportedTo", "all-wales-productivity-efficiency-board", "class-level", _REPORT, "5.3"),
    (_UNITS, "riskManagedBy", "oversight-boards joint-collaboration-boards", "class-level", _REPORT, "10.1"),
    ("pcc-gwent", "maintains", "gwent-police", "stated", _KNOWN, "2011 Act"),
    ("pcc-south-wales", "maintains", "south-wales-police", "stated", _KNOWN, "2011 Act"),
    ("pcc-dyfed-powys", "maintains", "dyfed-powys-police", "stated", _KNOWN, "2011 Act"),
    ("pcc-north-wales", "maintains", "north-wales-police", "stated", _KNOWN, "2011 Act"),
    ("nas caid soh lecn fcin esn", "serves", "gwent-police", "inferred", _REPORT, "4 NATIONAL TECHNOLOGY"),
    ("sustainability-wales", "supportedBy", "npcc", "proposed", _REPORT, "4 PROGRAMMES AND GROUPS 5"),
]  # fmt: skip
_NONE_STATED = "srs forensic-procurement-collaboration surveillance-operations-service caid lecn fcin pnc ctp-wales"


def sample() -> nx.MultiDiGraph:
    """Returns the whole landscape."""
    network = nx.MultiDiGraph(
        title="Who works with whom in Welsh policing",
        subtitle="Boards, arrangements and organisations named in two Gwent documents",
        question="Which arrangements bind the Welsh forces, and which board governs each?",
        day="2021-11-24",
        lens="Accepted, contested and planned statements are shown.",
        data_version="sample-1",
        sources=["Collaboration page of the Gwent PCC", "Gwent Police collaboration update"],
        language="en",
        notes=["Where no board is shown, the sources name none; that does not mean that none exists."],
    )
    for kind, things in _NODES.items():
        for key, label in things.items():
            network.add_node(key, label=label, label_language="en", kind=kind, kind_label=_KIND_LABELS[kind],
                             level=None, note="")  # fmt: skip
    for key in _NONE_STATED.split():
        network.nodes[key]["governance"] = "none-stated"
    for subjects, relation, objects, manner, source, item in _LINES:
        for subject in subjects.split():
            for object_ in objects.split():
                _relate(network, subject, relation, object_, manner, source, item)
    return network


def _relate(
    network: nx.MultiDiGraph,
    subject: str,
    relation: str,
    object_: str,
    manner: str,
    source: dict[str, str],
    item: str,
) -> None:
    labels = {key: network.nodes[key]["label"] for key in (subject, object_)}
    reading = f"{labels[subject]} {_WORDS[relation]} {labels[object_]}."
    network.add_edge(
        subject,
        object_,
        key=f"{subject}--{relation}--{object_}",
        relation=relation,
        label=_WORDS[relation],
        grade=manner if manner in ("stated", "inferred", "class-level") else "stated",
        modality="planned" if manner == "planned" else "actual",
        standing=manner if manner in ("contested", "proposed") else "accepted",
        valid_from="2013-07" if subject == "npas" else "",
        valid_to="2022-06" if object_ == "avon-and-somerset-police" else "",
        last_attested=source["date"],
        evidence=[{"stance": "supports", "item": item, "reading": reading, **source}],
    )


def around(network: nx.MultiDiGraph, focus: str) -> nx.MultiDiGraph:
    """Returns the ego network of `focus`: it and what touches it, and the lines among those."""
    near = {focus, *nx.all_neighbors(network, focus)}
    near |= {m for n in near for m in nx.all_neighbors(network, n)
             if network.nodes[m]["kind"] in ("board", "policing-body") and n != focus}  # fmt: skip
    ego = nx.MultiDiGraph(network.subgraph(near))
    ego.graph["title"] = f"{network.nodes[focus]['label']}: who takes part, who governs"
    ego.graph["question"] = f"What touches the {network.nodes[focus]['label']}?"
    ego.nodes[focus]["focus"] = True
    return ego
