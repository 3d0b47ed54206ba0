using System.Text.Json.Serialization;

namespace IncidentApi.Platform.Http;

/// <summary>A list that is short enough to come whole.</summary>
/// <param name="Items">All of them.</param>
/// <param name="NextCursor">null: there is no other page.</param>
[SchemaName("{0}List")]
internal sealed record WholeList<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor = null);
