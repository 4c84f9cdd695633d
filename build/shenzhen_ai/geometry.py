"""GeoJSON (RFC 7946) and TopoJSON: does a JSON object have their form?"""

from __future__ import annotations

from typing import Any

DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
LEAST_OF_ARCS = 1
POSITION = 2
NESTED = 20
"""Collections inside collections that are followed."""


def geojson(value: Any, depth: int = 0) -> bool:
    """Tell whether a JSON value is a GeoJSON object: a geometry, a feature or a collection of features.

    >>> geojson({"type": "Point", "coordinates": [114.06, 22.54]}), geojson({"type": "Point"})
    (True, False)
    """
    if not isinstance(value, dict) or not _box(value) or depth > NESTED:
        return False
    kind = value.get("type")
    if kind == "FeatureCollection":
        features = value.get("features")
        return isinstance(features, list) and all(
            isinstance(item, dict) and item.get("type") == "Feature" and geojson(item) for item in features
        )
    if kind == "Feature":
        known = "geometry" in value and "properties" in value
        shape, properties = value.get("geometry"), value.get("properties")
        return known and (properties is None or isinstance(properties, dict)) and (shape is None or _geometry(shape))
    return _geometry(value)


def _geometry(value: Any, depth: int = 0) -> bool:
    if not isinstance(value, dict) or not _box(value) or depth > NESTED:
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        parts = value.get("geometries")
        return isinstance(parts, list) and all(_geometry(part, depth + 1) for part in parts)
    if not isinstance(kind, str) or kind not in DEPTH:
        return False
    return _positions(value.get("coordinates"), DEPTH[kind], LEAST.get(kind, 0), ring="Polygon" in kind)


def _positions(value: Any, depth: int, least: int, *, ring: bool) -> bool:
    """Judge coordinates `depth` lists deep; the innermost list has a least number of positions, a ring is closed."""
    if not isinstance(value, list):
        return False
    if depth == 0:
        return len(value) >= POSITION and all(_number(part) for part in value)
    if depth == 1:
        closed = not ring or (bool(value) and value[0] == value[-1])
        return len(value) >= least and closed and all(_positions(part, 0, 0, ring=False) for part in value)
    return all(_positions(part, depth - 1, least, ring=ring) for part in value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _box(value: dict[str, Any]) -> bool:
    box = value.get("bbox")
    return box is None or (isinstance(box, list) and len(box) >= 2 * POSITION and all(map(_number, box)))


def topojson(value: Any) -> bool:
    """Tell whether a JSON value is a TopoJSON topology or geometry.

    >>> topojson({"type": "Topology", "objects": {}, "arcs": []}), topojson({"type": "Topology"})
    (True, False)
    """
    if not isinstance(value, dict):
        return False
    if value.get("type") != "Topology":
        return _object(value)
    objects, arcs = value.get("objects"), value.get("arcs")
    lines = isinstance(arcs, list) and all(_positions(arc, 1, 2, ring=False) for arc in arcs)
    return lines and isinstance(objects, dict) and all(_object(item) for item in objects.values())


def _object(value: Any, depth: int = 0) -> bool:
    if not isinstance(value, dict) or depth > NESTED:
        return False
    kind = value.get("type")
    if kind == "GeometryCollection":
        parts = value.get("geometries")
        return isinstance(parts, list) and all(_object(part, depth + 1) for part in parts)
    if kind in ("Point", "MultiPoint"):
        return _positions(value.get("coordinates"), DEPTH[kind], 0, ring=False)
    return isinstance(kind, str) and kind in DEPTH and _arcs(value.get("arcs"), DEPTH[kind])


def _arcs(value: Any, depth: int) -> bool:
    if not isinstance(value, list):
        return False
    if depth == LEAST_OF_ARCS:
        return all(isinstance(arc, int) and not isinstance(arc, bool) for arc in value)
    return all(_arcs(part, depth - 1) for part in value)
