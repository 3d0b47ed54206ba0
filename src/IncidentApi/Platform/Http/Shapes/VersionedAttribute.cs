namespace IncidentApi.Platform.Http;

/// <summary>Says in the contract that answers which show this record bear its version as ETag.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class VersionedAttribute : Attribute;
