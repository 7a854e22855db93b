"""Closed lists of words that the columns of layers use: what a zone, a place, a register or a soil is."""

from enum import StrEnum


class Zone(StrEnum):
    """What a local plan lets a piece of land become, as the criterion on zoning tells apart."""

    GARDEN = "garden"
    URBAN = "urban"
    NATURAL = "natural"
    FARMLAND = "farmland"
    TO_URBANISE = "to_urbanise"
    RESERVED = "reserved"


class Prescription(StrEnum):
    """What a local plan adds to its zones (CNIG codes TYPEPSC and STYPEPSC)."""

    WOODLAND = "woodland"
    RESERVED = "reserved"
    GARDEN = "garden"
    LANDSCAPE = "landscape"
    HERITAGE = "heritage"
    RISK = "risk"
    OTHER = "other"


class Register(StrEnum):
    """Which inventory of polluted, or possibly polluted, land names a place."""

    SIS = "sis"
    BASOL = "basol"
    CASIAS = "casias"
    ICPE = "icpe"
    ADEME = "ademe"


class PlaceKind(StrEnum):
    """What a place near a garden brings to it: the social relays, then those with children."""

    CCAS = "ccas"
    SOCIAL_SERVICES = "social_services"
    SOCIAL_CENTRE = "social_centre"
    SHELTER = "shelter"
    SOCIAL_RESIDENCE = "social_residence"
    SCHOOL = "school"
    LEISURE_CENTRE = "leisure_centre"


class GreenKind(StrEnum):
    """What a green space is."""

    PARK = "park"
    SHARED_GARDEN = "shared_garden"
    PLAYGROUND = "playground"
    WOOD = "wood"
    OTHER = "other"


class Nature(StrEnum):
    """How a natural space is protected."""

    WETLAND = "wetland"
    RESERVE = "reserve"
    NATURA_2000 = "natura_2000"
    INVENTORY = "inventory"


class FloodZone(StrEnum):
    """Zones of a flood prevention plan: red forbids building, blue allows it on conditions."""

    RED = "red"
    BLUE = "blue"
    OTHER = "other"


class Texture(StrEnum):
    """Texture of a soil, in five classes."""

    SAND = "sand"
    SANDY_LOAM = "sandy_loam"
    LOAM = "loam"
    CLAY_LOAM = "clay_loam"
    CLAY = "clay"


class SoilQuantity(StrEnum):
    """What a raster of the soil measures: pH in water, particles of the fine earth [%], depth [cm]."""

    PH = "ph"
    CLAY = "clay"
    SILT = "silt"
    SAND = "sand"
    DEPTH = "depth"


class WaterKind(StrEnum):
    """What tells that drinking water is near: a hydrant on the mains, a public fountain or a tap."""

    HYDRANT = "hydrant"
    FOUNTAIN = "fountain"
    TAP = "tap"


class Subject(StrEnum):
    """What a field check is about; `geo.sources.checks.ANSWERS` tells the type and unit of its value."""

    FALLOW = "fallow"
    OCCUPIED = "occupied"
    ACCESS = "access"
    GATE_WIDTH = "gate_width_m"
    SECURED_YEARS = "secured_years"
    WATER_DISTANCE = "water_distance_m"
    PERMIT = "permit"
    SOIL_DEPTH = "soil_depth_cm"
    SOIL_PH = "soil_ph"
    SOIL_TEXTURE = "soil_texture"
    LEAD = "lead_mg_kg"
    ROAD_BARRIER = "road_barrier"
    FLOOD_ZONE = "flood_zone"


class Sureness(StrEnum):
    """How sure the author of a field check is."""

    MEASURED = "measured"
    SEEN = "seen"
    TOLD = "told"
