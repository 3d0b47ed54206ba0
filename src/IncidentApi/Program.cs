using IncidentApi;

return await Commands.RunAsync(args);
