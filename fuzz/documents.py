"""Small documents of every format that a cataloger or decoder reads, by a word of its name."""

# ruff: noqa: E501, ISC004 - documents on one line each, pieces joined

import json


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


_DSC = b"Package: a\nStatus: install ok installed\nVersion: 1:1.0-1\nArchitecture: amd64\n"
_CYCLONEDX = {
    "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
    "metadata": {"timestamp": "2026-01-01T00:00:00Z", "tools": [{"name": "t", "version": "1"}],
                 "component": {"type": "container", "name": "img", "version": "1"}},
    "components": [
        {"type": "library", "name": "a", "version": "1.0", "purl": "pkg:npm/a@1.0",
         "bom-ref": "r", "licenses": [{"license": {"id": "MIT"}}, {"expression": "MIT OR ISC"}],
         "hashes": [{"alg": "SHA-1", "content": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}],
         "properties": [{"name": "syft:location:0:path", "value": "/a"}],
         "components": [{"type": "file", "name": "b"}]},
        {"type": "operating-system", "name": "debian", "version": "12"}],
    "dependencies": [{"ref": "r", "dependsOn": []}],
}  # fmt: skip
_SPDX = {
    "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
    "name": "n", "documentNamespace": "https://example.com/n",
    "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: t-1"]},
    "packages": [{"name": "a", "SPDXID": "SPDXRef-a", "versionInfo": "1", "sourceInfo": "x",
                  "licenseConcluded": "MIT", "downloadLocation": "NOASSERTION",
                  "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER",
                                    "referenceType": "purl",
                                    "referenceLocator": "pkg:deb/debian/a@1?distro=debian-12"}]}],
    "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                       "relatedSpdxElement": "SPDXRef-a"}],
}  # fmt: skip
_SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [{"type": "SpdxDocument", "spdxId": "d", "creationInfo": "_:c", "rootElement": ["b"]},
               {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1",
                "created": "2026-01-01T00:00:00Z"},
               {"type": "software_Package", "spdxId": "p", "name": "a",
                "software_packageVersion": "1", "software_packageUrl": "pkg:npm/a@1"},
               {"type": "Relationship", "spdxId": "r", "from": "p", "to": ["p"],
                "relationshipType": "contains"}],
}  # fmt: skip
_SYFT = {
    "artifacts": [{"id": "1", "name": "a", "version": "1", "type": "npm", "foundBy": "x",
                   "locations": [{"path": "/a", "layerID": "sha256:0"}], "licenses": ["MIT"],
                   "purl": "pkg:npm/a@1", "cpes": [], "metadataType": "x", "metadata": {}}],
    "source": {"type": "image", "target": {"userInput": "a:1", "layers": []}},
    "distro": {"id": "debian", "versionID": "12"},
    "descriptor": {"name": "syft", "version": "1"}, "schema": {"version": "16.0.0"},
}  # fmt: skip
_GITHUB = {
    "version": 0, "job": {"id": "1", "correlator": "c"}, "sha": "0", "ref": "r",
    "detector": {"name": "d", "version": "1", "url": "u"}, "scanned": "2026-01-01T00:00:00Z",
    "manifests": {"m": {"name": "m", "file": {"source_location": "a"},
                        "resolved": {"a": {"package_url": "pkg:npm/a@1",
                                           "relationship": "direct", "scope": "runtime",
                                           "dependencies": []}}}},
}  # fmt: skip
_XML_BOM = (
    b'<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">'
    b'<components><component type="library" bom-ref="r"><name>a</name><version>1</version>'
    b"<licenses><license><id>MIT</id></license></licenses><purl>pkg:npm/a@1</purl></component>"
    b"</components></bom>"
)
_TAG_VALUE = (
    b"SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: n\n"
    b"DocumentNamespace: https://example.com/n\nCreator: Tool: t\nCreated: 2026-01-01T00:00:00Z\n"
    b"PackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nPackageComment: <text>a\nb</text>\n"
    b"ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\nRelationship: SPDXRef-DOCUMENT DESCRIBES a\n"
)
_POM = (
    b"<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version></parent>"
    b"<groupId>a</groupId><artifactId>b</artifactId><version>${v}</version><properties><v>1</v>"
    b"</properties><dependencies><dependency><groupId>c</groupId><artifactId>d</artifactId>"
    b"<version>${project.version}</version><scope>test</scope></dependency></dependencies></project>"
)

DOCUMENTS: dict[str, tuple[bytes, ...]] = {
    "distribution": (
        b'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID_LIKE="a b"\n',
        b"Alpine Linux 3.19\n", b"3.19.1\n", b"CentOS Linux release 7.9 (Core)\n",
        b"DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n",
    ),
    "dpkg": (
        _DSC + b"Source: b (2.0)\nDescription: x\n y\n\n" + _DSC,
        b"License: GPL-2+\n\nFiles: *\nCopyright: x\nLicense: MIT\n",
        b"/usr/bin/a\n/usr/lib/b\n", b"d41d8cd98f00b204e9800998ecf8427e  usr/bin/a\n",
    ),
    "apk": (b"P:a\nV:1.0-r0\nA:x86_64\no:b\nL:MIT\nF:usr/bin\nR:x\n\nP:b\nV:2-r1\n",),
    "pacman": (b"%NAME%\na\n\n%VERSION%\n1:1.0-1\n\n%LICENSE%\nMIT\n\n", b"%FILES%\nusr/\nusr/a\n"),
    "portage": (b"dev-lang/a-1.0", b"MIT\n", b"obj /usr/bin/a d41d8 1\ndir /usr\n"),
    "chisel": (b'{"jsonwall":"1.0"}\n{"kind":"package","name":"a","version":"1"}\n',),
    "bottlerocket": (_json({"Content": [{"Name": "a", "Version": "1", "Release": "2"}]}),),
    "python": (
        b"Metadata-Version: 2.1\nName: a\nVersion: 1.0\nLicense: MIT\nClassifier: License :: OSI\n\n",
        b"a==1.0 \\\n  --hash=sha256:0\nb>=2 ; python_version<'3'\n-r x\n",
        b'[[package]]\nname = "a"\nversion = "1"\ncategory = "dev"\n[metadata]\nx = 1\n',
        _json({"_meta": {}, "default": {"a": {"version": "==1"}}, "develop": {"b": {}}}),
    ),
    "poetry": (b'[[package]]\nname = "a"\nversion = "1"\n\n[package.dependencies]\nb = "*"\n',),
    "uv": (b'version = 1\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n',),
    "pdm": (b'[[package]]\nname = "a"\nversion = "1"\ngroups = ["default"]\n',),
    "pylock": (b'lock-version = "1.0"\n[[packages]]\nname = "a"\nversion = "1"\n',),
    "pipenv": (_json({"default": {"a": {"version": "==1"}}, "develop": {}}),),
    "pipfile": (_json({"default": {"a": {"version": "==1"}}, "develop": {}}),),
    "requirements": (b"a==1\nb[x]==2;python_version>'3'\n# c\n",),
    "node": (_json({"name": "@a/b", "version": "1.0.0", "license": "MIT",
                    "licenses": [{"type": "MIT"}], "dependencies": {"c": "^1"}}),),
    "npm": (
        _json({"name": "r", "lockfileVersion": 3, "packages": {
            "": {"dependencies": {"a": "1"}},
            "node_modules/a": {"version": "1.0.0", "resolved": "https://r/a", "dev": True},
            "node_modules/b/node_modules/@c/d": {"version": "2.0.0", "link": True}}}),
        _json({"lockfileVersion": 1, "dependencies": {
            "a": {"version": "1.0.0", "dependencies": {"b": {"version": "npm:c@2"}}}}}),
    ),
    "yarn": (
        b'# yarn lockfile v1\n\n"@a/b@^1", c@npm:d@1:\n  version "1.0.0"\n  resolved "https://x"\n',
        b'__metadata:\n  version: 8\n\n"a@npm:^1":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n',
    ),
    "pnpm": (
        b"lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        version: 1\n"
        b"packages:\n  a@1.0.0:\n    resolution: {integrity: x}\n  '@c/d@2(e@3)':\n    dev: true\n",
        b"lockfileVersion: 5.4\npackages:\n  /a/1.0.0:\n    dev: false\n",
    ),
    "bun": (b'{"lockfileVersion":1,"workspaces":{"":{"name":"r"}},"packages":{"a":["a@1.0.0","",{}],}}',),
    "go-mod": (b"module a/b\n\ngo 1.22\n\nrequire (\n\tc/d v1.0.0 // indirect\n)\nreplace c/d => e/f v2\n",),
    "golang": (b"module a/b\n\ngo 1.22\ntoolchain go1.22.1\nrequire c/d v1.0.0\n",),
    "go": (b"module a/b\ngo 1.22\nrequire c/d v1.0.0\nexclude x v1\n",
           b"c/d v1.0.0 h1:x=\nc/d v1.0.0/go.mod h1:x=\n"),
    "java": (b"Manifest-Version: 1.0\r\nImplementation-Title: a\r\nBundle-SymbolicName: b;x\r\n"
             b"Implementation-Version: 1.0\r\nAutomatic-Module-Name: c\r\n d\r\n\r\nName: x\r\n",),
    "maven": (_POM,),
    "gradle": (b"a:b:1.0=compileClasspath,runtime\nempty=\n",
               b'<verification-metadata><components><component group="a" name="b" version="1">'
               b"</component></components></verification-metadata>"),
    "sbt": (_json({"lockVersion": 1, "dependencies": [{"org": "a", "name": "b", "version": "1"}]}),),
    "ruby": (b'Gem::Specification.new do |s|\n  s.name = "a".freeze\n  s.version = "1.0"\n'
             b'  s.licenses = ["MIT".freeze]\nend\n',
             b"GEM\n  remote: https://r\n  specs:\n    a (1.0)\n      b (~> 2)\n\nPLATFORMS\n  ruby\n"),
    "gem": (b"GEM\n  specs:\n    a (1.0-x86)\n\nDEPENDENCIES\n  a\n",),
    "rust": (b'[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+x"\n',),
    "cargo": (b'[package]\nname = "a"\nversion = "1.0.0"\n[dependencies]\nb = { version = "1" }\n',
              b'version = 3\n[[package]]\nname = "a"\nversion = "1"\ndependencies = ["b 1 (r)"]\n'),
    "php": (_json({"packages": [{"name": "a/b", "version": "v1.0", "license": ["MIT"]}],
                   "dev-package-names": ["a/b"]}),
            b"<?php return array('root' => array('name' => 'r'), 'versions' => array('a/b' => array("
            b"'pretty_version' => 'v1.0', 'dev_requirement' => false)));",
            b'a:2:{s:4:"name";s:1:"a";s:7:"version";a:1:{s:7:"release";s:3:"1.0";}}'),
    "composer": (_json({"packages": [{"name": "a/b", "version": "1"}], "packages-dev": []}),),
    "dotnet": (
        _json({"runtimeTarget": {"name": "n/x"}, "targets": {"n/x": {"a/1": {"runtime": {}}}},
               "libraries": {"a/1": {"type": "package", "sha512": "", "path": "a/1"}}}),
        _json({"version": 1, "dependencies": {"net8.0": {"a": {"type": "Direct", "resolved": "1"}}}}),
        b"<package><metadata><id>a</id><version>1</version></metadata></package>",
        b'<packages><package id="a" version="1" /></packages>',
        b'<Project Sdk="x"><PropertyGroup><V>1</V></PropertyGroup><ItemGroup>'
        b'<PackageReference Include="a" Version="$(V)" /></ItemGroup></Project>',
        b"NUGET\n  remote: https://x\n    a (1.0)\n      b (>= 1)\nGROUP Test\n",
    ),
    "nuget": (_json({"version": 1, "dependencies": {"n": {"a": {"resolved": "1"}}}}),),
    "bitnami": (_json({"spdxVersion": "SPDX-2.3", "packages": [{"name": "a", "versionInfo": "1"}]}),
                _json({"a": {"version": "1-2", "digest": "x"}})),
    "conan": (_json({"graph_lock": {"nodes": {"0": {"ref": "a/1@b/c#d", "requires": ["1"]}}}}),
              _json({"version": "0.5", "requires": ["a/1#r%1"], "build_requires": []}),
              b"[requires]\na/1.0@b/c\n[generators]\ncmake\n", b"[full_requires]\na/1:x\n"),
    "conda": (_json({"name": "a", "version": "1", "build": "0", "channel": "x", "license": "MIT"}),
              b"name: e\ndependencies:\n  - python=3.11\n  - pip:\n    - a==1\n",
              b"version: 1\npackage:\n- name: a\n  version: '1'\n  manager: conda\n"),
    "dart": (b'packages:\n  a:\n    dependency: "direct main"\n    source: hosted\n    version: "1.0"\n',),
    "deno": (_json({"version": "4", "npm": {"a@1.0.0": {}}, "jsr": {"@b/c@1": {}}}),),
    "erlang": (b'%{\n  "a": {:hex, :a, "1.0.0", "h", [:mix], [{:b, "~> 1"}], "hexpm", "x"},\n}\n',
               b'{"1.2.0",[{<<"a">>,{pkg,<<"a">>,<<"1.0">>},0}]}.\n',
               b'{application, a, [{vsn, "1.0"}, {modules, []}]}.\n'),
    "flatpak": (b"<component><id>a.b</id><releases><release version='1'/></releases></component>",),
    "gleam": (b'packages = [\n  { name = "a", version = "1", build_tools = ["x"] },\n]\n',),
    "haskell": (b"constraints: any.a ==1.0,\n  b ==2\n",
                b"packages:\n- original:\n    hackage: a-1.0@sha256:x\n"),
    "homebrew": (_json({"homebrew_version": "4", "source": {"versions": {"stable": "1"}}}),),
    "julia": (b'julia_version = "1.9"\n[[deps.A]]\nuuid = "1"\nversion = "1.0"\n',),
    "lua": (b'package = "a"\nversion = "1-1"\ndependencies = { "lua >= 5.1", "b ~> 1" }\n-- x\n',),
    "ocaml": (b'opam-version: "2.0"\nname: "a"\nversion: "1"\ndepends: [ "b" {>= "1"} ]\n',),
    "perl": (_json({"name": "A-B", "version": "1", "license": ["perl_5"]}),
             b"# carton snapshot format: version 1.0\nDISTRIBUTIONS\n  A-B-1.0\n    pathname: x\n"),
    "r": (b"Package: a\nVersion: 1.0-1\nLicense: GPL-2 | file LICENSE\n",
           _json({"Packages": {"a": {"Package": "a", "Version": "1", "Source": "Repository"}}})),
    "renv": (_json({"R": {}, "Packages": {"a": {"Package": "a", "Version": "1"}}}),),
    "sbom": (_json(_CYCLONEDX), _json(_SPDX), _json(_SYFT)),
    "snap": (b"name: a\nversion: '1'\nbase: core22\n", _json({"packages": ["a=1"]}),
             b"primed-stage-packages:\n- a=1\n"),
    "spack": (_json({"spec": {"nodes": [{"name": "a", "version": "1", "hash": "x"}]}}),),
    "swift": (_json({"version": 2, "pins": [{"identity": "a", "location": "https://x/a/b.git",
                                             "state": {"version": "1"}}]}),
              b"PODS:\n  - A/B (1.0):\n    - C (~> 1)\n  - C (1.0)\n\nDEPENDENCIES:\n  - A\n"),
    "wordpress": (b"<?php\n/*\nPlugin Name: a\nVersion: 1.0\nLicense: GPL\n*/\n",
                  b"<?php\n$wp_version = '6.4.1';\n"),
    "program": (b"#!/bin/sh\nexec ${x:-1}\n",),
    "release": (b'JAVA_VERSION="17.0.1"\nIMPLEMENTOR="x"\n', b"go1.22.1\n"),
    "binaries": (b'JAVA_VERSION="17.0.1"\nIMPLEMENTOR="x"\n', b"go1.22.1\n"),
}  # fmt: skip
DOCUMENTS["elixir"] = DOCUMENTS["erlang"]
DOCUMENTS["cocoapods"] = DOCUMENTS["swift"]
DOCUMENTS["binary"] = (*DOCUMENTS["binaries"], *DOCUMENTS["program"])
"""By a word of a cataloger's name."""

TEXTS: dict[str, tuple[bytes, ...]] = {
    "sbom": (_json(_CYCLONEDX), _json(_SPDX), _json(_SPDX3), _json(_SYFT), _json(_GITHUB),
             _XML_BOM, _TAG_VALUE,
             _json({"payloadType": "application/vnd.in-toto+json", "payload": "e30="}),
             _json({"_type": "https://in-toto.io/Statement/v1", "subject": [],
                    "predicateType": "https://cyclonedx.org/bom", "predicate": _CYCLONEDX})),
    "purl": (b"pkg:npm/%40a/b@1.0?arch=x&os=y#sub/path", b"pkg:deb/debian/a@1%3A2?distro=debian-12",
             b"pkg:golang/github.com/a/b@v1", b"pkg:generic/a?checksum=sha256:0,sha1:1"),
    "spdx_expression": (b"(MIT OR Apache-2.0) AND GPL-2.0+ WITH Classpath-exception-2.0",),
    "yaml": (b"a: &x [1, 2, {b: c}]\nd: *x\ne: |\n  text\n<<: {f: g}\n? h\n: i\n---\n- !!str 1\n",),
    "xml": (_POM, _XML_BOM, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    "reference": (b"registry.example.com:5000/a/b:1@sha256:" + b"0" * 64, b"[::1]:5000/a", b"alpine"),
    "platform": (b"linux/arm64/v8", b"windows/amd64"),
    "registry": (b'Bearer realm="https://a/token",service="b",scope="c"', b"Basic realm=a"),
    "credential": (_json({"auths": {"a": {"auth": "YTpi"}}, "credHelpers": {"b": "c"}}),),
    "package_index": (_json({"meta": {}, "files": [{"filename": "a-1-py3-none-any.whl", "url": "u",
                                                    "hashes": {"sha256": "0"}}]}),
                      b'<a href="a-1-py3-none-any.whl#sha256=0">a</a>'),
    "dockerfile": (b"FROM alpine:3 AS b\nRUN --mount=type=cache,target=/x apk add a\nCOPY --from=b / /\n",),
    "compose": (b"services:\n  a:\n    image: b:1\n    build: {context: .}\n",),
    "secret": (b"aws_access_key_id = AKIAIOSFODNN7EXAMPLE\npassword: hunter2\n",),
    "vex": (_json({"@context": "https://openvex.dev/ns/v0.2.0", "@id": "x", "author": "a",
                   "timestamp": "2026-01-01T00:00:00Z", "version": 1,
                   "statements": [{"vulnerability": {"name": "CVE-2024-1"}, "products": [],
                                   "status": "not_affected"}]}),),
    "sarif": (_json({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "a"}},
                                                   "results": [{"message": {"text": "x"}}]}]}),),
    "trivy": (_json({"SchemaVersion": 2, "ArtifactName": "a", "Results": [
        {"Target": "t", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [
            {"VulnerabilityID": "CVE-2024-1", "PkgName": "a", "InstalledVersion": "1",
             "Severity": "HIGH"}]}]}),),
    "grype": (_json({"matches": [{"vulnerability": {"id": "CVE-2024-1", "severity": "High"},
                                  "artifact": {"name": "a", "version": "1", "type": "deb"}}],
                     "descriptor": {"name": "grype", "version": "1"}}),),
    "docker": (_json([{"Config": "c.json", "RepoTags": ["a:1"], "Layers": ["l.tar"]}]),),
    "versions": (b"1.2.3\n1.2.4",),
}  # fmt: skip
"""By a part of a module's name."""
