namespace IncidentApi.Platform.Http;

/// <summary>A member that every request must have, and that an answer may keep from its reader: in answers the contract does not require it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithheldAttribute : Attribute;
